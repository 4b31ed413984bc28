import { type ContractInfo, recordOf } from '../evidence/class-record';

/** Describes a contract for its metadata. */
export function Info(info: ContractInfo = {}): ClassDecorator {
    return (target) => {
        recordOf(target).info = info;
    };
}
