'use strict';

const api = require('../dist/index');

module.exports = api.Shim;

// One by one: ES modules find the names that are assigned like this.
module.exports.Shim = api.Shim;
module.exports.success = api.Shim.success;
module.exports.error = api.Shim.error;
module.exports.newLogger = api.Shim.newLogger;
module.exports.start = api.Shim.start;
module.exports.server = api.Shim.server;
module.exports.ClientIdentity = api.ClientIdentity;
module.exports.Stub = api.ChaincodeStub;
module.exports.ChaincodeStub = api.ChaincodeStub;
module.exports.Iterators = require('./iterators');
module.exports.HistoryQueryIterator = api.HistoryQueryIterator;
module.exports.StateQueryIterator = api.StateQueryIterator;
module.exports.ChaincodeInterface = api.ChaincodeInterface;
module.exports.KeyEndorsementPolicy = api.KeyEndorsementPolicy;
// Declared by fabric-shim's types, and missing when it runs.
module.exports.ChaincodeServer = api.ChaincodeServer;
module.exports.RESPONSE_CODE = api.RESPONSE_CODE;
module.exports.ENDORSER_ROLES = api.ENDORSER_ROLES;
