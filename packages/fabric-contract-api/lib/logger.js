'use strict';

const { getLogger, setLevel } = require('../dist/logger');

module.exports.getLogger = getLogger;
module.exports.setLevel = setLevel;
