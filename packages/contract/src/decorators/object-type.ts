import { isClass } from '../evidence/class';
import { type ObjectOptions, recordOf } from '../evidence/class-record';
import { nameClass } from '../evidence/named-classes';
import { recording } from './recording';

/** Makes a class known by its name, so that texts such as `'Asset[]'` can refer to it. */
function ObjectType(options: ObjectOptions = {}): ClassDecorator {
    return recording('Object', (target) => {
        recordOf(target).object = options;
        if (isClass(target)) nameClass(target);
    });
}

// Its name in fabric-contract-api; not the name of the function here, where it would hide the global one.
export { ObjectType as Object };
