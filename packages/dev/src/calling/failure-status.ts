import { FIRST_FAILURE_STATUS } from '@heddle/core/internal';

/** Whether peers endorse no response of this status. */
export function isFailure(status: number): boolean {
    return status >= FIRST_FAILURE_STATUS;
}
