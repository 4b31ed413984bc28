'use strict';

const { getLogger, setLevel } = require('../dist/index');

module.exports.getLogger = getLogger;
module.exports.setLevel = setLevel;
