import { ownProperties, propertiesOf, recordObject } from './records';
import { refuseStandard } from './refuse-standard';
import { schemaOfType } from './schema-of-type';

/** Makes a class known by its name, to parameters, results and the metadata. */
function ObjectType(options?: { readonly discriminator?: unknown }): (target: NewableFunction) => void {
    return (target, second?: unknown) => {
        refuseStandard('Object', second);
        const { name } = target;
        const prototype = target.prototype as object;
        const shape = { type: 'object', properties: propertiesOf(prototype) };
        const base = Reflect.getPrototypeOf(prototype)?.constructor.name ?? 'Object';
        if (base !== 'Object') {
            recordObject(name, { $id: name, cnstr: target, allOf: [shape, { $ref: base }] });
            return;
        }
        const { type, properties } = shape;
        const discriminator = options?.discriminator;
        recordObject(name, {
            $id: name,
            type,
            cnstr: target,
            properties,
            ...(discriminator === undefined ? {} : { discriminator: { propertyName: discriminator } }),
        });
    };
}

// Its name in fabric-contract-api; not the name of the function here, where it would hide the global one.
export { ObjectType as Object };

/** Declares a member of a class, by its own name and type or by the given ones. */
export function Property(name?: string, type?: string): (target: object, propertyKey: string | symbol) => void {
    return (target, propertyKey) => {
        refuseStandard('Property', propertyKey);
        const isGiven = name !== undefined && name !== '' && type !== undefined && type !== '';
        const [member, memberType] = isGiven ? [name, type] : [String(propertyKey), declaredType(target, propertyKey)];
        ownProperties(target)[member] = schemaOfType(memberType, false);
    };
}

function declaredType(target: object, propertyKey: string | symbol): string {
    const type: unknown = Reflect.getMetadata('design:type', target, propertyKey);
    return typeof type === 'function' ? type.name : String(type);
}
