import { TestNetworkError } from '../errors/test-network-error';

/** The network's time. It stands still until it is advanced, so that a test knows the timestamps of its transactions. */
export class TestClock {
    #milliseconds: number;

    /** @throws TestNetworkError OPTION_INVALID */
    constructor(start: Date) {
        this.#milliseconds = start.getTime();
        if (Number.isNaN(this.#milliseconds))
            throw new TestNetworkError('OPTION_INVALID', "option 'time' of TestNetwork.start is not a valid date");
    }

    readonly now = (): Date => new Date(this.#milliseconds);

    /** Sets the time to one that it had. */
    turnBack(to: Date): void {
        this.#milliseconds = to.getTime();
    }

    /** @throws TestNetworkError ARGUMENT_INVALID */
    advance(milliseconds: number): void {
        if (!Number.isSafeInteger(milliseconds) || milliseconds < 0)
            throw new TestNetworkError(
                'ARGUMENT_INVALID',
                `advance takes a whole number of milliseconds from 0 on, not ${milliseconds}`,
            );
        this.#milliseconds += milliseconds;
    }
}
