import { FIRST_FAILURE_STATUS } from '@heddle/core/internal';

/** As for HTTP, whose statuses clients know. */
const LAST_FAILURE_STATUS = 599;

/** Whether a failure may have a status: with a lower one peers would endorse it. */
export function isFailureStatus(status: number): boolean {
    return Number.isInteger(status) && status >= FIRST_FAILURE_STATUS && status <= LAST_FAILURE_STATUS;
}
