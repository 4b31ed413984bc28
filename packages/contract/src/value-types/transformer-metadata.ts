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
export function typedProperties(target: Class<object>): string[] {
    return recordedProperties(target, '_typeMetadatas', defaultMetadataStorage).flatMap((name) => name ?? []);
}

/** Properties that the storage has records of, undefined for the class itself. */
function recordedProperties(target: Class<object>, records: string, storage: object): (string | undefined)[] {
    // Private, and without another way to it: the public methods only answer for names that one has already.
    const recorded = Reflect.get(storage, records) as Map<unknown, Map<string | undefined, unknown>>;
    return lineage(target).flatMap((owner) => Array.from(recorded.get(owner)?.keys() ?? []));
}

const DECORATORS = [
    ['@Type', '_typeMetadatas'],
    ['@Transform', '_transformMetadatas'],
    ['@Exclude', '_excludeMetadatas'],
    ['@Expose', '_exposeMetadatas'],
] as const;

/** A decorator of class-transformer, and the property that it is of; undefined for the class itself. */
export interface TransformerDecorator {
    readonly decorator: string;
    readonly property: string | undefined;
}

/** All that a copy of class-transformer recorded of a class. */
export function transformerDecorators(target: Class<object>, storage: object): TransformerDecorator[] {
    return DECORATORS.flatMap(([decorator, records]) =>
        recordedProperties(target, records, storage).map((property) => ({ decorator, property })),
    );
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
    const option = exposed && conditionIn(exposed.options, ['name', ...CONDITIONS]);
    if (option !== undefined) return `@Expose({ ${option} })`;
    const transforms = [TransformationType.PLAIN_TO_CLASS, TransformationType.CLASS_TO_PLAIN].flatMap((type) =>
        defaultMetadataStorage.findTransformMetadatas(constructor, name, type),
    );
    const [condition] = transforms.flatMap(({ options }) => conditionIn(options, CONDITIONS) ?? []);
    return condition === undefined ? undefined : `@Transform(…, { ${condition} })`;
}

/** Whether `@Exclude()` on the class leaves out all that is not exposed. */
export function isExcluded(target: Class<object>): boolean {
    return lineage(target).some((owner) => defaultMetadataStorage.getStrategy(asConstructor(owner)) === 'excludeAll');
}

/** Options by which a decorator applies to some conversions only: here, values are read in one way. */
const CONDITIONS = ['groups', 'since', 'until', 'toPlainOnly: true'] as const;

function conditionIn(options: object | undefined, names: readonly string[]): string | undefined {
    return names.find((name) => {
        const value: unknown = options && Reflect.get(options, name.replace(/:.*/, ''));
        return value !== undefined && value !== false;
    });
}

/** class-transformer's declarations do not say what may be missing. */
function orUndefined<T>(value: T): T | undefined {
    return value;
}

/** An abstract class is a constructor too. */
function asConstructor(target: Class<object>): NewableFunction {
    return target;
}
