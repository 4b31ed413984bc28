'use strict';

const { Param, Returns, Transaction } = require('../../dist/index');

module.exports = { Transaction, Returns, Param };
