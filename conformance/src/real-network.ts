// What other private packages need of the harness that runs real orderers and peers.
export { define, install } from './fabric/deployment';
export { findFabricBinaries } from './fabric/fabric-binaries';
export { FabricNetwork } from './fabric/fabric-network';
export { CHANNEL } from './harness/channel';
export { connectAs, dialPeer } from './harness/gateway-target';
