'use strict';

const api = require('./dist/index');

// One by one: ES modules find the names that are assigned like this.
module.exports.Contract = api.Contract;
module.exports.Context = api.Context;
module.exports.Transaction = api.Transaction;
module.exports.Returns = api.Returns;
module.exports.Param = api.Param;
module.exports.Object = api.Object;
module.exports.Property = api.Property;
module.exports.Info = api.Info;
module.exports.Default = api.Default;
module.exports.JSONSerializer = api.JSONSerializer;
