'use strict';

// What the types promise as values. fabric-shim-api itself exports nothing when it runs.
module.exports.RESPONSE_CODE = Object.freeze({ OK: 200, ERRORTHRESHOLD: 400, ERROR: 500 });
