// One of its own: Next would look for ours in the folders above.
export default {};
