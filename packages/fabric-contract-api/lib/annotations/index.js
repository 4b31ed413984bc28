'use strict';

const { Default, Info, Object, Param, Property, Returns, Transaction } = require('../../dist/index');

module.exports = { Transaction, Returns, Param, Object, Property, Info, Default };
