import { recordOf, type ObjectOptions } from '../evidence/class-record';
import { isClass, type Class } from '../value-types/class';

// By name, for the texts of fabric-contract-api: `@Returns('Asset[]')` names a class and refers to nothing. This list
// serves nothing else, and two classes of one name are an error where the name is used.
const namedClasses: Class<object>[] = [];

/** Makes a class known by its name, so that texts such as `'Asset[]'` can refer to it. */
function ObjectType(options: ObjectOptions = {}): ClassDecorator {
    return (target) => {
        recordOf(target).object = options;
        if (isClass(target)) namedClasses.push(target);
    };
}

/** Classes with this name that are marked with @Object. */
export function classesNamed(name: string): Class<object>[] {
    return namedClasses.filter((known) => known.name === name);
}

// Its name in fabric-contract-api; not the name of the function here, where it would hide the global one.
export { ObjectType as Object };
