'use strict';

// Of the chaincode's own fabric-contract-api, which has the library that checks schemas.
module.exports = require('fabric-contract-api/lib/datamarshall');
