'use strict';

module.exports = { Info: require('../../dist/index').Info };
