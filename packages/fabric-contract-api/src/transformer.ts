import { createRequire } from 'node:module';

/** The part of class-transformer that is used here, by its names in version 0.4 and in 0.5. */
interface Transformer {
    plainToInstance?(type: NewableFunction, plain: unknown): unknown;
    plainToClass?(type: NewableFunction, plain: unknown): unknown;
    instanceToPlain?(value: unknown): unknown;
    classToPlain?(value: unknown): unknown;
}

const INSTALLED = /[\\/]class-transformer[\\/](?:cjs|esm5|esm2015)[\\/]index\.js$/;

/**
 * class-transformer, preferably the copy that the chaincode itself has loaded: what `@Type` says is known to the copy that
 * it came from.
 */
function findTransformer(): Transformer {
    const own = createRequire(__filename).resolve('class-transformer');
    const loaded = Object.keys(require.cache).filter((file) => INSTALLED.test(file) && file !== own);
    return require(loaded[0] ?? own) as Transformer;
}

/** Makes an instance of a class of a plain object, as class-transformer does. */
export function toInstance(type: NewableFunction, plain: unknown): unknown {
    const transformer = findTransformer();
    return (transformer.plainToInstance ?? transformer.plainToClass)?.(type, plain);
}

/** Makes a plain object of a value, as class-transformer does. */
export function toPlain(value: unknown): unknown {
    const transformer = findTransformer();
    return (transformer.instanceToPlain ?? transformer.classToPlain)?.(value);
}
