import './supported-node';
import { installTraps } from './traps/install';

// To be loaded before contracts: jest's setupFiles, or `node --import @heddle/testing/traps`. A test network does the same
// when it starts, which is too late for what a contract's module has taken out of node's modules by then.
installTraps();
