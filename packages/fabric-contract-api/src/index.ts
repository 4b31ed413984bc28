import './layer';

export { Default } from './annotations/default';
export { Info } from './annotations/info';
export { Object, Property } from './annotations/object';
export { Param, Returns, Transaction } from './annotations/transaction';
export { Context } from './context';
export { Contract } from './contract';
export { JSONSerializer } from './json-serializer';
