'use strict';

module.exports.generateLoggingPrefix = require('../../dist/index').generateLoggingPrefix;
