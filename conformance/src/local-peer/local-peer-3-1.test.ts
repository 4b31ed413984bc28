import { describeLocalPeer } from './describe-local-peer';

describeLocalPeer('a local peer as of Fabric 3.1', { takesBatches: true, takesSelectors: false });
