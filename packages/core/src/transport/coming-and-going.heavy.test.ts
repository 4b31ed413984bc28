import { expect, it } from '@jest/globals';
import { comeAndGo } from '../testing/coming-and-going';
import { ServedTransport } from '../testing/served-transport';
import { http2Transport } from './http2-transport';

it('clients of node:http2 that come and go ten thousand times leave nothing behind', async () => {
    const served = await ServedTransport.listen(http2Transport);
    const { before, after } = await comeAndGo(served, 10_000);
    expect(after).toBeLessThanOrEqual(before);
    await served.close();
});
