console.log('chatdock');
