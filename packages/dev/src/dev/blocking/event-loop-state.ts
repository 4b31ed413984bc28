import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { BlockReport } from './block-report';

/** What is known of the event loop of a chaincode's process. */
export class EventLoopState {
    #isBlocked = false;

    /** @param told is told when it is blocked, and when it goes on */
    constructor(reports: Readable, told: (report: BlockReport) => void) {
        createInterface(reports).on('line', (line) => {
            const report = JSON.parse(line) as BlockReport; // of our own thread, by a pipe that is for nothing else
            this.#isBlocked = report.isBlocked;
            told(report);
        });
    }

    get isBlocked(): boolean {
        return this.#isBlocked;
    }
}
