'use strict';

const { ChaincodeStub, RESPONSE_CODE } = require('../dist/index');

module.exports = ChaincodeStub;
module.exports.RESPONSE_CODE = RESPONSE_CODE;
