'use strict';

module.exports = require('../dist/data-marshall').DataMarshall;
