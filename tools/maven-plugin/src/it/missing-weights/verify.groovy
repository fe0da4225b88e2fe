def log = new File(basedir, 'build.log').text.replace('\r\n', '\n')
def file = new File(basedir, 'src/main/cnn/com/acme/Brightness.cnn').canonicalPath
assert log.contains("[ERROR] ${file}:[2,9] error WN801: there are no weights for the network `Brightness`\n" +
    '  hint: put them at cnn/com/acme/Brightness.safetensors')
assert log.contains('The networks have 1 error.')
assert new File(basedir, 'target/generated-sources/whittle/com/acme/Brightness.java').exists()
assert !new File(basedir, 'target/classes/com/acme/Brightness.whittle').exists()
return true
