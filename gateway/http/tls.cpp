#include "gateway/http/tls.hpp"

#include <openssl/ssl.h>

#include <string_view>

namespace offing::http {

namespace {

namespace ssl = boost::asio::ssl;

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_length,
                    const unsigned char* offered, unsigned offered_length, void*) {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* match = nullptr;
    if (SSL_select_next_proto(&match, chosen_length, ours, sizeof ours - 1, offered, offered_length) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
    *chosen = match;
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

Result<ssl::context> make_server_context(const TlsFiles& files) {
    ssl::context context{ssl::context::tls_server};
    boost::system::error_code failed;
    if (SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION) != 1) {
        return fail(Error::Kind::invalid_setting, "this OpenSSL can't be held to TLS 1.2 or later");
    }
    SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_alpn_select_cb(context.native_handle(), choose_protocol, nullptr);
    context.use_certificate_chain_file(files.certificate, failed);
    if (failed) {
        return fail(Error::Kind::invalid_setting,
                    "can't read a PEM certificate chain from " + files.certificate + ": " + failed.message());
    }
    context.use_private_key_file(files.key, ssl::context::pem, failed);
    if (failed) {
        return fail(Error::Kind::invalid_setting, "can't use the key in " + files.key +
                                                      " with the certificate in " + files.certificate + ": " +
                                                      failed.message());
    }
    return context;
}

Result<ssl::context> make_client_context(const std::string& extra_ca_file) {
    ssl::context context{ssl::context::tls_client};
    boost::system::error_code failed;
    if (SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION) != 1) {
        return fail(Error::Kind::invalid_setting, "this OpenSSL can't be held to TLS 1.2 or later");
    }
    context.set_default_verify_paths(failed);
    if (failed) return fail(Error::Kind::invalid_setting, "can't find the system's certificate authorities");
    if (!extra_ca_file.empty()) {
        context.load_verify_file(extra_ca_file, failed);
        if (failed) {
            return fail(Error::Kind::invalid_setting,
                        "can't read PEM certificates from " + extra_ca_file + ": " + failed.message());
        }
    }
    context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
    return context;
}

}  // namespace offing::http
