import type { Setting } from '../input/environment';

/** The options of how much is taken at the same time. */
export const LIMIT_SETTINGS = {
    maxTransactions: {
        flags: '--max-transactions <count>',
        variables: ['CORE_MAX_TRANSACTIONS'],
        description: 'how many transactions may run at the same time; without it as many as peers ask for',
    },
    limit: {
        flags: '--limit <contract:function=count>',
        variables: ['CORE_LIMIT'],
        description: 'how many of one function may run at the same time',
        repeats: true,
    },
    maxQueue: {
        flags: '--max-queue <count>',
        variables: ['CORE_MAX_QUEUE'],
        description: 'how many transactions may wait for a place, where there are limits',
        fallback: '200',
    },
    maxQueueMs: {
        flags: '--max-queue-ms <ms>',
        variables: ['CORE_MAX_QUEUE_MS'],
        description: 'how long a transaction may wait for a place',
        fallback: '5000',
    },
    maxMemoryPercent: {
        flags: '--max-memory-percent <percent>',
        variables: ['CORE_MAX_MEMORY_PERCENT'],
        description: "above which part of the heap's limit nothing new is taken, such as 80; without it no such part",
    },
} as const satisfies Record<string, Setting>;
