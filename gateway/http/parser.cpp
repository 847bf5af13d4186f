#include "gateway/http/parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>
#include <optional>

namespace offing::http {

namespace {

namespace beast = boost::beast;

std::string text_of(beast::string_view view) { return {view.data(), view.size()}; }

/// What reading a request and reading an answer have in common: fields and body.
template <bool is_request>
class MessageParser final : public beast::http::basic_parser<is_request> {
public:
    using Message = std::conditional_t<is_request, Request, Response>;

    MessageParser(Message& into, std::size_t header_limit, std::uint64_t body_limit)
        : into_{into}, body_limit_{body_limit} {
        this->header_limit(static_cast<std::uint32_t>(header_limit));
        this->body_limit(body_limit);
        this->eager(true);
    }

private:
    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int,
                         beast::error_code&) override {
        if constexpr (is_request) {
            into_.method = text_of(method);
            into_.target = text_of(target);
        }
    }
    void on_response_impl(int status, beast::string_view, int, beast::error_code&) override {
        if constexpr (!is_request) into_.status = status;
    }
    void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                       beast::error_code& failed) override {
        if (is_header_over_) {
            if constexpr (is_request) failed = beast::http::error::bad_field;
            return;
        }
        into_.headers.emplace_back(text_of(name), text_of(value));
    }
    void on_header_impl(beast::error_code&) override { is_header_over_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, beast::error_code& failed) override {
        if (!length) return;
        if (*length > body_limit_) {
            failed = beast::http::error::body_limit;
            return;
        }
        into_.body.reserve(static_cast<std::size_t>(*length));
    }
    std::size_t on_body_impl(beast::string_view body, beast::error_code&) override {
        into_.body.append(body.data(), body.size());
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, beast::string_view extensions,
                              beast::error_code& failed) override {
        // Beast lets any byte stand in quotes; a line feed there is a line's end to a laxer reader.
        for (const char c : extensions) {
            const auto byte = static_cast<unsigned char>(c);
            if ((byte < 0x20 && c != '\t') || byte == 0x7f) failed = beast::http::error::bad_chunk_extension;
        }
    }
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, beast::error_code&) override {
        into_.body.append(body.data(), body.size());
        return body.size();
    }
    void on_finish_impl(beast::error_code&) override {}

    Message& into_;
    std::uint64_t body_limit_;
    bool is_header_over_ = false;
};

template <typename Parser>
Parsed feed_to(Parser& parser, std::string_view bytes) {
    beast::error_code failed;
    Parsed parsed;
    parsed.consumed = parser.put(boost::asio::const_buffer{bytes.data(), bytes.size()}, failed);
    if (failed == beast::http::error::need_more) {
        parsed.progress = Parsed::Progress::more_needed;
    } else if (failed == beast::http::error::body_limit || failed == beast::http::error::header_limit) {
        parsed.progress = Parsed::Progress::too_large;
    } else if (failed) {
        parsed.progress = Parsed::Progress::malformed;
    } else if (parser.is_done()) {
        parsed.progress = Parsed::Progress::done;
    }
    return parsed;
}

}  // namespace

struct RequestParser::State {
    std::optional<MessageParser<true>> parser;
};

RequestParser::RequestParser() : state_{std::make_unique<State>()} {}
RequestParser::~RequestParser() = default;

void RequestParser::start(Request& into, std::size_t header_limit, std::uint64_t body_limit) {
    state_->parser.emplace(into, header_limit, body_limit);
}

Parsed RequestParser::feed(std::string_view bytes) { return feed_to(*state_->parser, bytes); }

struct ResponseParser::State {
    std::optional<MessageParser<false>> parser;
    Response* into = nullptr;
    std::size_t header_limit = 0;
    std::uint64_t body_limit = 0;
    bool answers_head = false;

    void start() {
        *into = Response{};
        parser.emplace(*into, header_limit, body_limit);
        parser->skip(answers_head);
    }
};

ResponseParser::ResponseParser() : state_{std::make_unique<State>()} {}
ResponseParser::~ResponseParser() = default;

void ResponseParser::start(Response& into, std::size_t header_limit, std::uint64_t body_limit,
                           bool answers_head) {
    state_->into = &into;
    state_->header_limit = header_limit;
    state_->body_limit = body_limit;
    state_->answers_head = answers_head;
    state_->start();
}

Parsed ResponseParser::feed(std::string_view bytes) {
    constexpr int most_interim_answers = 8;
    std::size_t skipped = 0;
    for (int interim = 0; interim <= most_interim_answers; ++interim) {
        Parsed parsed = feed_to(*state_->parser, bytes.substr(skipped));
        parsed.consumed += skipped;
        const bool is_interim = parsed.progress == Parsed::Progress::done && state_->into->status < 200;
        if (!is_interim || state_->into->status == 101) return parsed;
        skipped = parsed.consumed;
        state_->start();
        if (skipped == bytes.size()) return {Parsed::Progress::more_needed, skipped};
    }
    return {Parsed::Progress::malformed, skipped};
}

Parsed ResponseParser::finish() {
    if (!state_->parser->got_some()) return {Parsed::Progress::malformed, 0};
    beast::error_code failed;
    state_->parser->put_eof(failed);
    return {failed ? Parsed::Progress::malformed : Parsed::Progress::done, 0};
}

bool ResponseParser::keeps_alive() const { return state_->parser->keep_alive(); }

std::string_view reason_for(int status) {
    const beast::string_view reason =
        beast::http::obsolete_reason(beast::http::int_to_status(static_cast<unsigned>(status)));
    return {reason.data(), reason.size()};
}

}  // namespace offing::http
