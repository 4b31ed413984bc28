'use strict';

const { appendOrUpdate, findByValue } = require('../../dist/annotations/element-lists');
const { schemaOfType } = require('../../dist/annotations/schema-of-type');

module.exports.appendOrUpdate = appendOrUpdate;
module.exports.findByValue = findByValue;
module.exports.generateSchema = schemaOfType;
