import { describe } from '@jest/globals';
import { TRANSPORTS } from '../testing/transports';
import { testTransport } from './transport.suite';

describe.each(TRANSPORTS)('the transport on %s', (_name, factory) => {
    testTransport(factory);
});
