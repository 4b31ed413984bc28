import { CLASSIC_LAYER, type ClassicLayer } from '@heddle/contract/internal';
import { CLASSIC, unreadClientIdentity } from '@heddle/core/fabric-shim';
import { mark } from '@heddle/core/internal';
import { arityOf, infoOf, isDefault, knownObjects, transactionsOf } from './annotations/records';
import { plannedReader } from './argument-reader';
import { Contract } from './contract';
import { JSONSerializer } from './json-serializer';
import { getLogger, setLevel } from './logger';
import { compileSchema } from './schema-check';

/** What this package's contracts bring along for the contract layer to serve them. */
const layer: ClassicLayer = {
    transactionsOf,
    arityOf,
    infoOf,
    isDefault,
    schemas: knownObjects,
    contract: Contract,
    serializer: JSONSerializer,
    plannedReader,
    compileSchema,
    compat: CLASSIC,
    clientIdentity: unreadClientIdentity,
    getLogger,
    setLevel,
};

// Not enumerable, and under symbols: chaincode lists the methods of its contracts.
Object.defineProperty(Contract.prototype, CLASSIC_LAYER, { value: layer });
mark(Contract.prototype, Symbol.for('heddle.Contract'));
