import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ContractDefinitionError } from '../failures/definition-error';
import type { Serializers } from '../serializers/serializer';
import type { ClassicLayer, ClassicSerializer, ClassicSerializerClass } from './classic-layer';

/** By which name an author may ask for fabric-contract-api's own. */
const OWN = 'jsonSerializer';

/**
 * Makes the serializer that a module's `serializers` names, or fabric-contract-api's own.
 * @throws ContractDefinitionError where there is none of that name: nothing could be called
 */
export function chosenClassicSerializer(given: Serializers | undefined, layer: ClassicLayer): ClassicSerializer {
    if (given === undefined) return new layer.serializer();
    const known: Readonly<Record<string, unknown>> = { ...given.serializers, [OWN]: layer.serializer };
    const chosen = Object.hasOwn(known, given.transaction) ? known[given.transaction] : undefined;
    // A text names a module that exports the class.
    const made: unknown = typeof chosen === 'string' ? load(chosen) : chosen;
    if (typeof made === 'function') return new (made as ClassicSerializerClass)();
    const found = `the serializer ${JSON.stringify(given.transaction)}, which is not among ${Object.keys(known).join(', ')}`;
    const fix = 'Name one that `serializers` has';
    throw new ContractDefinitionError([{ code: 'CONTRACT_INVALID', where: 'serializers', found, fix }]);
}

/** As the chaincode itself would: from where it runs. */
function load(name: string): unknown {
    return createRequire(join(process.cwd(), 'package.json'))(name);
}
