'use strict';

const { HistoryQueryIterator, StateQueryIterator } = require('../dist/index');

module.exports.StateQueryIterator = StateQueryIterator;
module.exports.HistoryQueryIterator = HistoryQueryIterator;
