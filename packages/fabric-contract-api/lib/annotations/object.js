'use strict';

const { Object, Property } = require('../../dist/index');

module.exports = { Object, Property };
