'use strict';

module.exports = require('./lib/chaincode');
