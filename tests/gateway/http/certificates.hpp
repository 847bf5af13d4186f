// An authority of our own and a certificate for "localhost", made for one test.

#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

namespace offing::http::testing {

class Certificates {
public:
    Certificates() {
        std::string pattern = (std::filesystem::temp_directory_path() / "offing-tls-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        const Key authority_key = make_key(), key = make_key();
        const X509Ptr authority =
            make("Test authority", authority_key, nullptr, authority_key, "CA:TRUE", "");
        const X509Ptr certificate =
            make("localhost", key, authority.get(), authority_key, "CA:FALSE", "DNS:localhost");
        write(this->authority(), [&](FILE* file) { PEM_write_X509(file, authority.get()); });
        write(chain(), [&](FILE* file) { PEM_write_X509(file, certificate.get()); });
        write(this->key(), [&](FILE* file) {
            PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }
    ~Certificates() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Certificates(const Certificates&) = delete;
    Certificates& operator=(const Certificates&) = delete;

    std::string authority() const { return folder_ / "authority.pem"; }
    std::string chain() const { return folder_ / "chain.pem"; }
    std::string key() const { return folder_ / "key.pem"; }

private:
    struct Free {
        void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
        void operator()(X509* certificate) const { X509_free(certificate); }
    };
    using Key = std::unique_ptr<EVP_PKEY, Free>;
    using X509Ptr = std::unique_ptr<X509, Free>;

    static Key make_key() { return Key{EVP_EC_gen("P-256")}; }

    static X509Ptr make(const char* name, const Key& key, X509* issuer, const Key& issuer_key,
                        const char* constraints, const char* names) {
        X509Ptr made{X509_new()};
        X509_set_version(made.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), issuer == nullptr ? 1 : 2);
        X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(made.get()), 24L * 3600);
        X509_NAME* subject = X509_get_subject_name(made.get());
        std::string common_name{name};
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(common_name.data()), -1, -1, 0);
        X509_set_issuer_name(made.get(), issuer == nullptr ? subject : X509_get_subject_name(issuer));
        X509_set_pubkey(made.get(), key.get());
        add(made.get(), NID_basic_constraints, constraints);
        if (*names != '\0') add(made.get(), NID_subject_alt_name, names);
        X509_sign(made.get(), issuer_key.get(), EVP_sha256());
        return made;
    }

    static void add(X509* certificate, int kind, const char* value) {
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    }

    template <typename Writer>
    static void write(const std::string& path, Writer writer) {
        FILE* file = std::fopen(path.c_str(), "w");
        writer(file);
        std::fclose(file);
    }

    std::filesystem::path folder_;
};

}  // namespace offing::http::testing
