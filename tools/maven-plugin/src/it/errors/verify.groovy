def log = new File(basedir, 'build.log').text.replace('\r\n', '\n')
def folder = new File(basedir, 'src/main/cnn/com/acme').canonicalPath
def errors = log.readLines().findAll { it.startsWith('[ERROR] ') && it.contains('.cnn') || it.startsWith('  hint: ') }
assert errors == [
    "[ERROR] ${folder}/First.cnn:[3,14] error WN202: there is no operator, block or function `rellu`",
    '  hint: did you mean `relu`?',
    "[ERROR] ${folder}/Fourth.cnn:[1,9] error WN801: there are no weights for the network `Fourth`",
    '  hint: put them at cnn/com/acme/Fourth.safetensors',
    "[ERROR] ${folder}/Fourth.cnn:[1,9] error WP206: there is no pipeline `Fast` for the network `Fourth`",
    '  hint: there are exact, none, Small',
    "[ERROR] ${folder}/Second.cnn:[3,29] error WN303: `conv` has no parameter `kernal`",
    '  hint: did you mean `kernel`?',
    "[ERROR] ${folder}/Second.cnn:[4,14] error WN201: there is no variable `edge` here",
    '  hint: did you mean `edges`?',
    "[ERROR] ${folder}/Third.cnn:[3,12] error WN804: `hidden.weight` in Third.safetensors is f32[4, 3], the network needs f32[3, 4]",
    "[ERROR] ${folder}/Third.cnn:[4,14] error WN803: Third.safetensors has no tensor `y.bias` of type f32[2]"].collect { it.toString() }
assert log.contains('The networks have 7 errors.')
assert log.contains('MojoFailureException')
assert !log.contains('\tat dev.whittle')
assert !new File(basedir, 'target/generated-sources/whittle').exists()
return true
