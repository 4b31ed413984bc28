import { recordOf } from '../evidence/class-record';

/** Makes a contract the one whose transactions may be called without its name. */
export function Default(): ClassDecorator {
    return (target) => {
        recordOf(target).isDefault = true;
    };
}
