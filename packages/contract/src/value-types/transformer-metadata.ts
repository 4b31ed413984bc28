import type { ClassTransformOptions, TypeOptions } from 'class-transformer';
import { TransformationType } from 'class-transformer/cjs/enums';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import type { Class } from '../evidence/class';
import { lineage } from '../evidence/class-record';
import type { FieldTransform } from './value-type';

/** What `@Type` recorded for a property. */
export interface TransformerType {
    readonly type: () => unknown;
    readonly discriminator: TypeOptions['discriminator'];
}

/** Names of the properties that have `@Type`, those of base classes first. */
export function typedProperties(target: Class<object>, storage: object = defaultMetadataStorage): string[] {
    // Private, and without another way to it: the public methods only answer for names that one has already.
    const types = Reflect.get(storage, '_typeMetadatas') as Map<unknown, Map<string, unknown>>;
    return lineage(target).flatMap((owner) => Array.from(types.get(owner)?.keys() ?? []));
}

export function transformerTypeOf(target: Class<object>, name: string): TransformerType | undefined {
    const metadata = orUndefined(defaultMetadataStorage.findTypeMetadata(asConstructor(target), name));
    if (metadata === undefined) return undefined;
    const type = (): unknown => (metadata.typeFunction as () => unknown)();
    return { type, discriminator: metadata.options.discriminator };
}

/** The `@Transform` functions that run when a value is read. */
export function transformsOf(target: Class<object>, name: string): FieldTransform[] {
    const type = TransformationType.PLAIN_TO_CLASS;
    const found = defaultMetadataStorage.findTransformMetadatas(asConstructor(target), name, type);
    return found.map(({ transformFn }): FieldTransform => {
        // Declared to return any.
        const transform = transformFn as (params: object) => unknown;
        return (value, key, obj) => transform({ value, key, obj, type, options: NO_OPTIONS });
    });
}

const NO_OPTIONS: ClassTransformOptions = {};

/** A decorator of class-transformer that has no effect here, if the property has one. */
export function unsupportedDecorator(target: Class<object>, name: string): string | undefined {
    const constructor = asConstructor(target);
    if (orUndefined(defaultMetadataStorage.findExcludeMetadata(constructor, name)) !== undefined) return '@Exclude';
    const exposed = orUndefined(defaultMetadataStorage.findExposeMetadata(constructor, name));
    if (orUndefined(exposed?.options)?.name !== undefined) return '@Expose({ name })';
    const written = defaultMetadataStorage.findTransformMetadatas(constructor, name, TransformationType.CLASS_TO_PLAIN);
    const onlyWritten = written.some(({ options }) => orUndefined(options)?.toPlainOnly === true);
    return onlyWritten ? '@Transform(…, { toPlainOnly: true })' : undefined;
}

/** class-transformer's declarations do not say what may be missing. */
function orUndefined<T>(value: T): T | undefined {
    return value;
}

/** An abstract class is a constructor too. */
function asConstructor(target: Class<object>): NewableFunction {
    return target;
}
