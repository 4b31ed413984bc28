'use strict';

module.exports = { Default: require('../../dist/index').Default };
