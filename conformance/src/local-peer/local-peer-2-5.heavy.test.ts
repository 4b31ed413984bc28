import { describeLocalPeer } from './describe-local-peer';

describeLocalPeer('a local peer as of Fabric 2.5', { takesBatches: false, takesSelectors: false });
