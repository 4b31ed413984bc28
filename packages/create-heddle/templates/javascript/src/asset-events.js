const { event, IsString } = require('@heddle/contract');
const { decorate } = require('./decorate');

class AssetTransferred {
    static event = event('AssetTransferred');
}

for (const field of ['id', 'from', 'to']) decorate(AssetTransferred, field, IsString());

module.exports = { AssetTransferred };
