// The one way from words to something that can be queued: it takes a Text, and a Text is made by the
// catalogue from a live template only.

#pragma once

#include "gateway/storage/texts.hpp"
#include "gateway/storage/vault.hpp"
#include "templates/catalogue.hpp"

namespace offing::service {

class Sealer {
public:
    static storage::SealedText seal(const storage::ContactKey& key, const templates::Text& text) {
        return storage::SealedText{key.seal(text.body(), "body")};
    }
};

}  // namespace offing::service
