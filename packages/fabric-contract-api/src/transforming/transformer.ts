import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The part of class-transformer that is used here, by its names in version 0.4 and in 0.5. */
interface Transformer {
    readonly plainToInstance?: (type: NewableFunction, plain: unknown) => unknown;
    readonly plainToClass?: (type: NewableFunction, plain: unknown) => unknown;
    readonly instanceToPlain?: (value: unknown) => unknown;
    readonly classToPlain?: (value: unknown) => unknown;
}

/** A copy of class-transformer, and what decorators of that copy have recorded: private, and the same in all versions. */
interface Copy {
    readonly transformer: Transformer;
    readonly records: readonly ReadonlyMap<unknown, unknown>[];
}

const INDEX = /[\\/]class-transformer[\\/](?:cjs|esm5|esm2015)[\\/]index\.js$/;
const RECORDS = ['_typeMetadatas', '_transformMetadatas', '_exposeMetadatas', '_excludeMetadatas'] as const;

const load = createRequire(__filename);

/** Own first; then others that the chaincode has loaded, whose decorators are known to them alone. */
function loadedCopies(): Copy[] {
    const own = load.resolve('class-transformer');
    const others = Object.keys(require.cache).filter((file) => INDEX.test(file) && file !== own);
    return [own, ...others].map((file) => {
        const storage = load(join(dirname(file), 'storage.js')) as { readonly defaultMetadataStorage: object };
        return {
            transformer: load(file) as Transformer,
            records: RECORDS.map((name) => Reflect.get(storage.defaultMetadataStorage, name) as Map<unknown, unknown>),
        };
    });
}

/** The copy whose decorators stand on a class; undefined where there are none, on its bases neither. */
function copyFor(type: NewableFunction): Copy | undefined {
    return loadedCopies().find(({ records }) => lineage(type).some((one) => records.some((known) => known.has(one))));
}

function lineage(type: NewableFunction): unknown[] {
    const classes: unknown[] = [];
    for (let at: unknown = type; typeof at === 'function'; at = Object.getPrototypeOf(at)) classes.push(at);
    return classes;
}

const known = new WeakMap<NewableFunction, Copy | 'none'>();

/** As copyFor, looked up once for each class: its decorators are there before there is a value of it. */
function knownCopyFor(type: NewableFunction): Copy | undefined {
    const found = known.get(type) ?? copyFor(type) ?? 'none';
    known.set(type, found);
    return found === 'none' ? undefined : found;
}

/** Whether decorators of class-transformer stand on a class or on one of its bases. */
export function isTransformed(type: NewableFunction): boolean {
    return knownCopyFor(type) !== undefined;
}

/** Makes an instance of a class of a plain object, as class-transformer does. */
export function toInstance(type: NewableFunction, plain: unknown): unknown {
    const { plainToInstance, plainToClass } = transformerFor(type);
    return (plainToInstance ?? plainToClass)?.(type, plain);
}

/** Makes a plain object of a value, as class-transformer does. */
export function toPlain(value: unknown): unknown {
    const type: unknown = typeof value === 'object' && value !== null ? value.constructor : undefined;
    const { instanceToPlain, classToPlain } = transformerFor(type);
    return (instanceToPlain ?? classToPlain)?.(value);
}

function transformerFor(type: unknown): Transformer {
    const copy = typeof type === 'function' ? knownCopyFor(type) : undefined;
    return (copy ?? usualCopy()).transformer;
}

let usual: Copy | undefined;

/** For arrays and plain objects, whose elements may be of any class: the copy that the chaincode's decorators come from. */
function usualCopy(): Copy {
    if (usual === undefined) {
        const [own, ...others] = loadedCopies();
        usual = others.find(({ records }) => records.some(({ size }) => size > 0)) ?? own;
    }
    if (usual === undefined)
        throw new Error('class-transformer is not installed: install it beside fabric-contract-api');
    return usual;
}
