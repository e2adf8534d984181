/** Converts bytes to Base64. In slices: a long recording has more bytes than a function call may have arguments. */
export function toBase64(bytes: Uint8Array): string {
  const sliceBytes = 32_768;
  let binary = '';
  for (let start = 0; start < bytes.length; start += sliceBytes)
    binary += String.fromCharCode(...bytes.subarray(start, start + sliceBytes));
  return btoa(binary);
}
