import { type ContractInfo, recordOf } from '../evidence/class-record';
import { recording } from './recording';

/** Describes a contract for its metadata. */
export function Info(info: ContractInfo = {}): ClassDecorator {
    return recording('Info', (target) => {
        recordOf(target).info = info;
    });
}
