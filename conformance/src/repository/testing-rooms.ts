import type { RoomTable } from './folder-rules';

/** The rooms of the test kit. */
export const TESTING_ROOMS: RoomTable = {
    errors: [],
    perturb: [],
    'supported-node': [],
    tracing: [],
    'fuzz/values': ['errors'],
    rows: ['errors'],
    traps: ['supported-node', 'perturb'],
    cost: ['traps'],
    chaincode: ['errors', 'perturb', 'traps', 'cost'],
    internal: ['chaincode', 'perturb', 'tracing'],
    peer: ['errors', 'traps', 'chaincode'],
    transactions: ['errors', 'traps', 'cost', 'chaincode', 'peer'],
    matchers: ['errors', 'rows', 'transactions'],
    jest: ['supported-node', 'matchers'],
    clients: ['errors', 'chaincode', 'peer', 'transactions'],
    'test-network': ['errors', 'tracing', 'rows', 'traps', 'cost', 'chaincode', 'peer', 'transactions', 'clients'],
    fuzz: [
        'supported-node',
        'errors',
        'fuzz/values',
        'rows',
        'chaincode',
        'peer',
        'transactions',
        'clients',
        'test-network',
    ],
    load: ['errors', 'fuzz/values', 'cost', 'peer', 'fuzz'],
    work: ['supported-node', 'cost', 'clients', 'fuzz', 'load'],
};
